"""What fixes change, and the editor through which they do. Edits keep comments, commas, layout and line ends."""
