"""Parts of reading a pasted text: values, the person, words with their scope, drugs. `engine.formats.prose` joins them."""
