"""All that `aggregate` uses: the SQL files with their heads, and the cells they give."""
