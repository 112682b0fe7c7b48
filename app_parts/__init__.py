"""What the pages share: wording, state, and the parts of the screen."""
