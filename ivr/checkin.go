package ivr

import (
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

const stillOn talk.Answer = "still"

// checkIns ask how it went, on a call of ours: who has a job, and who waits for it.
func checkIns() map[talk.State]node {
	return map[talk.State]node{
		howGoes: {Tell: tellMyJob, Say: says{msg.VoiceHowGoes}, Options: []option{
			{Key: '1', Say: msg.VoiceJobDone, Answer: yes}, {Key: '2', Say: msg.VoiceStillOnIt, Answer: stillOn},
			{Key: '3', Say: msg.VoiceCantDoIt, Answer: no}, {Key: '4', Say: msg.VoiceMore, Answer: more}},
			Next: edges{yes: {To: over, Do: checkedDone}, stillOn: {To: over, Do: checkedOn}, no: {To: over, Do: checkedOff},
				more: {To: job}, silent: {To: over}, wrong: {To: over}}},
		didCome: {Tell: tellOne, Say: says{msg.VoiceDidTheyCome}, Options: []option{
			{Key: '1', Say: msg.VoiceIfYes, Answer: yes}, {Key: '2', Say: msg.VoiceIfNo, Answer: no},
			{Key: '3', Say: msg.VoiceMore, Answer: more}, stopKey},
			Next: edges{yes: {To: over, Do: itIsDone}, no: {To: over, Do: nobodyCame}, more: {To: one},
				stop: {To: over, Do: stopCalls}, silent: {To: over}, wrong: {To: over}}},
	}
}

// checked does something about the job in question, if the caller still has it.
func (c *caller) checked(e talk.Effect, key msg.Key) {
	if c.myJob() == nil {
		c.say(msg.VoiceNotYourJob)
		return
	}
	c.Do(e)
	c.say(key)
}

func checkedDone(c *caller) {
	c.checked(talk.JobDone{Request: c.q().Request, CheckIn: true}, msg.VoiceWellDone)
}

func checkedOn(c *caller) {
	c.checked(talk.StillOnIt{Request: c.q().Request}, msg.VoiceThankYou)
}

func checkedOff(c *caller) {
	c.checked(talk.HandBack{Request: c.q().Request, NoShow: true}, msg.VoiceGaveBack)
}

// nobodyCame has others asked. Of what is said to be done a person decides.
func nobodyCame(c *caller) {
	r := c.asked(c.q().Request)
	if r == nil || !r.Status.Taken() {
		itIsNot(c)
		return
	}
	c.Do(talk.Came{Request: r.ID})
	if c.Person.Quiet {
		c.say(msg.VoiceAskingMorning)
	} else {
		c.say(msg.VoiceAsking)
	}
}
