"""The vocabulary: frozen values and enumerations, no input or output. One module per noun of the counter."""
