"""Would it work in the running application? Makes the calls that the application makes."""
