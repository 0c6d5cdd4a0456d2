package phonetest

import "strconv"

// reason says in plain words why a text did not arrive.
func reason(code int) string {
	switch code {
	case 0:
		return ""
	case NotReachable:
		return "The phone is switched off or out of reach."
	case NoSuchPhone:
		return "There is no phone with this number."
	case NoTexts, 21614:
		return "This phone is a landline: it cannot get texts."
	case Filtered:
		return "The phone company took it for spam."
	case tooOld:
		return "It waited too long, so it was not sent any more."
	case optedOut:
		return "This phone has stopped texts. START opens them again."
	case 11200:
		return "The hotline did not answer."
	}
	return "The phone company gave error " + strconv.Itoa(code) + "."
}
