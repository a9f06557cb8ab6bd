"""What the programme reminds of: what sessions owe, and speakers who have not answered."""
