"""The only folder that imports av, cv2, PIL or typst, or starts a process."""
