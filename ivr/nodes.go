package ivr

import (
	"maps"

	"hotline/dispatch/talk"
)

// The questions of a call. A coordinator sees the last one of each call (`hotline list calls`).
const (
	language  talk.State = "language"   // one key each
	mainMenu  talk.State = "main"       // what can we do for you?
	speak     talk.State = "speak"      // no key was pressed: a rotary phone
	tone      talk.State = "tone"       // after speak
	needed    talk.State = "need"       // what do you need?
	same      talk.State = "same"       // the one we have, or another?
	addWords  talk.State = "add"        // what to add to it
	zip       talk.State = "zip"        // where?
	zipRight  talk.State = "zip_right"  // read back
	corner    talk.State = "corner"     // where, in their own words
	details   talk.State = "details"    // what exactly, and when?
	keep      talk.State = "keep"       // keep it, or say it again?
	safeHere  talk.State = "safe_here"  // private: may we text or call?
	callAt    talk.State = "number"     // read back
	keyNumber talk.State = "key_number" // another number
	lastDigit talk.State = "last_digit" // of a number that began with 1
	keyRight  talk.State = "key_right"  // read back
	canText   talk.State = "texts"      // does this phone get texts?
	opened    talk.State = "opened"     // what happens next
	others    talk.State = "elsewhere"  // who helps with what we do not

	code        talk.State = "code"         // a number from us
	codeTaken   talk.State = "code_taken"   // how it stands whose number it is, once a neighbor has it
	leavePlace  talk.State = "leave_place"  // where to come, for a person to pass on
	whichOne    talk.State = "which"        // of several
	one         talk.State = "request"      // how it stands, and what may be done
	doneRight   talk.State = "done_right"   // the neighbor says that it is done
	closeReason talk.State = "close_reason" // after it was closed
	tellMore    talk.State = "tell_more"    // words about it
	moreOfIt    talk.State = "more"
	howMany     talk.State = "how_many"  // volunteers
	sayWrong    talk.State = "say_wrong" // after REPORT
	thisPhone   talk.State = "phone"
	forgetSure  talk.State = "forget"
	whoWeAre    talk.State = "who"

	ringing     talk.State = "ringing"      // a coordinator
	message     talk.State = "message"      // for a person
	messageKeep talk.State = "message_keep" // keep it, or say it again?
	lastWords   talk.State = "last_words"   // what a call ends with that led nowhere

	sayName  talk.State = "name"      // somebody wants to help
	handBack talk.State = "hand_back" // sure?
	moreJob  talk.State = "more_job"
	howGoes  talk.State = "check_in"   // of who has a job
	didCome  talk.State = "check_came" // of who waits for it
	whenHere talk.State = "when"       // on the way, or late?
	offered  talk.State = "offer"
	won      talk.State = "won"
	helper   talk.State = "helper" // a volunteer's own menu
	knownOf  talk.State = "me"     // what we know of a volunteer

	hello     talk.State = "hello" // a call of ours: is anybody there?
	confirm   talk.State = "confirm"
	screen    talk.State = "screen"
	place     talk.State = "place" // where to come
	placeKeep talk.State = "place_keep"
	told      talk.State = "told"      // the news
	lineSays  talk.State = "line_says" // what a person from the line has written
	job       talk.State = "job"       // all about it, in their own voice
	neighbor  talk.State = "neighbor"
	nightRing talk.State = "night_ring" // shall it ring at night?
	jobNext   talk.State = "job_next"   // after the two have talked

	alarm      talk.State = "alarm" // of a coordinator: somebody may be in danger
	desk       talk.State = "desk"  // what waits
	theCase    talk.State = "case"
	caseMine   talk.State = "case_mine"
	caseRing   talk.State = "case_ring" // whoever asked
	caseTalked talk.State = "case_talked"

	passedOn  talk.State = "passed_on"  // what the other side has said
	wordWaits talk.State = "word_waits" // that they have, on a call to us
	sayWhat   talk.State = "say_what"
	sentences talk.State = "sentences" // which kind of ready sentence?
	sentence  talk.State = "sentence"  // which one?
	blank     talk.State = "blank"     // the number in it
	sendRight talk.State = "send_right"
	sayWords  talk.State = "say_words" // one's own
	wordsKeep talk.State = "words_keep"
	said      talk.State = "said"
	pastPair  talk.State = "past_pair" // what is over, and the two still reach each other

	pin        talk.State = "pin"
	recordIn   talk.State = "record_language"
	prompt     talk.State = "prompt"
	promptSay  talk.State = "prompt_say"
	promptKeep talk.State = "prompt_keep"
)

// Forks, and the end.
const (
	start        talk.State = "" // of a call: no question is open yet
	over         talk.State = "over"
	home         talk.State = "home"    // where a call goes on when something is finished
	menu         talk.State = "menu"    // main, once there is a language
	giveUp       talk.State = "give_up" // nobody answers
	person       talk.State = "person"
	wanted       talk.State = "wanted"
	located      talk.State = "located" // is it taken on there?
	privately    talk.State = "privately"
	afterSafe    talk.State = "after_safe"
	afterDetails talk.State = "after_details"
	afterNumber  talk.State = "after_number"
	beforeKey    talk.State = "before_key"
	mine         talk.State = "mine"
	codeFound    talk.State = "code_found"
	calledBack   talk.State = "called_back"
	restOf       talk.State = "rest_of" // of a call, after what was passed on
	menuOf       talk.State = "menu_of"
	orAsk        talk.State = "or_ask" // what the call is still to ask
	saidSo       talk.State = "said_so"
	blankOf      talk.State = "blank_of"
	lastJob      talk.State = "last_job"
	afterWon     talk.State = "after_won"
	help         talk.State = "help"
	nextJob      talk.State = "next_job"
	nextOffer    talk.State = "next_offer"
	aboutJob     talk.State = "about_job"
	purpose      talk.State = "purpose"
	news         talk.State = "news"
	lineFirst    talk.State = "line_first"
	nextPrompt   talk.State = "next_prompt"
	alarmed      talk.State = "alarmed"
	nextCase     talk.State = "next_case"
	callNeighbor talk.State = "call_neighbor"
	afterPIN     talk.State = "after_pin"
)

// Answers that several questions have.
const (
	chosen  talk.Answer = "chosen" // an entry of the list
	yes     talk.Answer = "yes"
	no      talk.Answer = "no"
	keyed   talk.Answer = "keyed" // a number was keyed
	none    talk.Answer = "none"
	longer  talk.Answer = "longer" // a number of which one digit is still to come
	more    talk.Answer = "more"
	another talk.Answer = "another"
	stop    talk.Answer = "stop"
)

// nodes is the whole menu as data. A test walks it.
func nodes() map[talk.State]node {
	all := map[talk.State]node{}
	for _, part := range [...]map[talk.State]node{entry(), asking(), own(), byNumber(), persons(), helping(), working(), relaying(), checkIns(), calls(), lines(), nights(), desks(), recorders()} {
		maps.Copy(all, part)
	}
	return all
}

// forks are the places where the caller decides which question comes next, without being asked.
func forks() map[talk.State]fork {
	all := map[talk.State]fork{}
	for _, part := range [...]map[talk.State]fork{entryForks(), askingForks(), ownForks(), byNumberForks(), helpingForks(), workingForks(), relayingForks(), callForks(), lineForks(), nightForks(), deskForks(), recorderForks()} {
		maps.Copy(all, part)
	}
	return all
}
