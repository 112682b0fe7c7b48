"""The words of the knowledge in one form: spelling, phrases and what each stands for, ontology terms, units."""
