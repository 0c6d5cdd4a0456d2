package main

import "testing"

func TestReadPhone(t *testing.T) {
	t.Parallel()
	for line, numbers := range map[string]map[string]string{
		"+12125550100": {
			"+12125550142": "+12125550142", "(212) 555-0142": "+12125550142", "212.555.0142": "+12125550142",
			"1 212 555 0142": "+12125550142", "+44 20 7946 0958": "+442079460958", "+15005550006": "+15005550006",
			"": "", "5550142": "", "12": "", "ANA": "", "1-800-FLOWERS": "", "+1212555014": "", "+121255501424": "", "911": "",
		},
		"+442079460958": {"020 7946 0123": "+442079460123", "+12125550142": "+12125550142"},
		"no number":     {"+12125550142": "+12125550142", "2125550142": ""},
	} {
		read := phoneReader(line)
		for written, want := range numbers {
			if got, err := read(written); got != want || (err == nil) != (want != "") {
				t.Errorf("%q on the line %s: %q, %v; want %q", written, line, got, err, want)
			}
		}
	}
}
