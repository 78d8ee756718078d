"""What XML, SGML and HTML have in common: paths to elements, and text that knows the bytes it was made of."""
