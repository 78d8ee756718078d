"""The language server: findings, fixes and rules in an editor, while somebody writes."""
