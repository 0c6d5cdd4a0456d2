package ivr

import (
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// nights ask once more before somebody's phone rings at night for another who may have forgotten the hour.
func nights() map[talk.State]node {
	return map[talk.State]node{
		nightRing: {Say: says{msg.VoiceItIsNight}, Back: menuOf, Options: []option{
			{Key: '1', Say: msg.VoiceCallAllTheSame, Answer: yes}, {Key: '2', Say: msg.VoiceLeaveIt, Answer: no}},
			Next: edges{yes: {To: neighbor}, no: {To: menuOf}, silent: {To: over}, wrong: {To: over}}},
	}
}

func nightForks() map[talk.State]fork {
	return map[talk.State]fork{
		callNeighbor: {May: []talk.State{neighbor, nightRing}, Choose: func(c *caller) talk.State {
			if c.Person.Quiet {
				return nightRing
			}
			return neighbor
		}},
	}
}
