"""Charts: protected figures in; drawing, alternative text and data table out."""
