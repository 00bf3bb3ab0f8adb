"""What somebody showed the other of their own: a copy of chosen words, which they can take back."""
