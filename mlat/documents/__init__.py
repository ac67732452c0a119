"""The documents room: record + form + language -> HTML -> PDF, DOCX and field sheet, signed and checked."""
