"""Pages that look into several rooms: Today, earlier, first steps, help, more, and the frame around every page."""
