"""Second implementations, built differently: the suite asks for the contract, not for our code."""
