"""Names that FHIR gives to vocabularies and codes; a protocol, no knowledge."""

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
HPO = "http://human-phenotype-ontology.org"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
SNOMED = "http://snomed.info/sct"
OWN_SYSTEM = "urn:x-penia"
OWN_CASE = "urn:x-penia:case"
AS_TYPED = "as-typed"
"""Tag of a Bundle that Penia wrote: its words come back as they were typed."""

_HL7 = "http://terminology.hl7.org/CodeSystem"
CONDITION_STATUS = f"{_HL7}/condition-clinical"
VERIFICATION = f"{_HL7}/condition-ver-status"
CONDITION_CATEGORY = f"{_HL7}/condition-category"
OBSERVATION_CATEGORY = f"{_HL7}/observation-category"
RELATIVE_SYSTEM, RELATIVE = f"{_HL7}/v3-RoleCode", "FAMMEMB"
NO_MEDICINES_SYSTEM, NO_MEDICINES = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "no-known-medications"
NO_MEDICINES_SNOMED = "787481004"

LEVELS = {"L": "low", "LL": "low", "<": "low", "H": "high", "HH": "high", ">": "high", "N": "normal", "POS": "positive", "NEG": "negative",
          "DET": "detected", "ND": "not detected", "RR": "reactive", "NR": "non-reactive"}
"""Codes of Observation.interpretation as words of a report, https://terminology.hl7.org/ValueSet-v3-ObservationInterpretation.html."""

MEDICINES = ("MedicationStatement", "MedicationRequest", "MedicationAdministration", "MedicationDispense")
READ = ("Patient", "Observation", "Condition", *MEDICINES, "FamilyMemberHistory")
HELPERS = ("Medication",)
"""Resources that are only looked up."""

PERSONAL = {"name": "name", "identifier": "identifier", "telecom": "telephone and e-mail", "address": "address", "birthDate": "date of birth",
            "photo": "photograph", "contact": "contact persons", "text": "narrative text", "generalPractitioner": "practitioner",
            "maritalStatus": "marital status", "communication": "language", "deceasedDateTime": "date of death"}
"""What of a Patient is never kept, and how it is told."""
