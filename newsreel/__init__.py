"""newsreel turns an article into a short video: the house, and what everyone in it shares."""
