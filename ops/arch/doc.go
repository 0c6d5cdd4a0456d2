// Package arch holds the shape of the source to what it says of itself: which package may import which, that the
// pure ones are pure, that each says what it is for, and that no test is left out beyond three named wants. It has
// tests only; they read the files of the tree and run nothing.
package arch
