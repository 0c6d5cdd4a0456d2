// Package testdata opens the real data that tests are held to (../shared/data beside the project). It is for tests
// only. Where the data is missing a test is left out and says so; with CI=true a missing file is a failure.
package testdata

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Read returns the contents of a file of the shared data, such as "twilio/vectors.json".
func Read(t testing.TB, name string) []byte {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	root := filepath.Join(filepath.Dir(here), "..", "..")
	b, err := os.ReadFile(filepath.Join(root, "..", "shared", "data", filepath.FromSlash(name)))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the shared test data is missing: %s", name)
		}
		t.Skipf("left out: ../shared/data/%s is not there", name)
	}
	return b
}
