"""Speed and accuracy, one command each; figures are medians, compared in one run."""
