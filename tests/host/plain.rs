//! What can be said in a few steps, and is told by no random ones.
