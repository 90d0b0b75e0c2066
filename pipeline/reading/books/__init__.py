"""Workbooks and archives: what one file holds, told as the lines of a text."""
