"""Every list of the workbench as a table for spreadsheets: exactly the rows and columns shown."""
