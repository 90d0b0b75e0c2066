"""What goes back to the structures: return slips, blank workbooks, the filling guide."""
