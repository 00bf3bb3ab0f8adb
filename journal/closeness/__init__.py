"""How one learnt to look after oneself between closeness and distance: one's own sentences, and no label."""
