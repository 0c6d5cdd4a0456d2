package msg

// What the line says on the phone (see prompt.go), in the order of a call. An option's first half ("For a person,") is
// followed by Press.

// A call begins.
const (
	VoiceGreeting      Key = "greeting"
	VoiceDanger        Key = "danger" // then the emergency number
	VoiceAskHelp       Key = "ask_help"
	VoiceAskMine       Key = "ask_mine"
	VoiceAskJoin       Key = "ask_join"
	VoiceAskNews       Key = "ask_news"
	VoiceAskPerson     Key = "ask_person"
	VoiceOtherLanguage Key = "other_language"
	VoiceHearAgain     Key = "hear_again"
	VoiceGoBack        Key = "go_back"
	VoiceOnceMore      Key = "once_more" // before a question that got no answer, or one that is none
	VoiceSpeakNow      Key = "speak_now" // no key was pressed: a rotary phone
	VoiceOtherWay      Key = "other_way"
	VoiceOwnLanguage   Key = "voice_own_language" // after a turn in the default language, for want of the caller's
	VoiceGoodbye       Key = "goodbye"
	VoiceNews          Key = "news" // the organizer's own, in lang/*.toml or recorded; no built-in catalog has it
)

// Asking.
const (
	VoiceAnythingElse     Key = "anything_else"
	VoiceSame             Key = "same"
	VoiceAddToIt          Key = "add_to_it"
	VoiceSomethingNew     Key = "something_new"
	VoiceFull             Key = "full"
	VoiceTooMany          Key = "too_many"
	VoiceEnterZIP         Key = "enter_zip"
	VoiceOrCorner         Key = "or_corner"
	VoiceIfRight          Key = "if_right"
	VoiceEnterAgain       Key = "enter_again"
	VoiceSayCorner        Key = "say_corner"
	VoiceSayDetails       Key = "say_details"
	VoiceSayDetailsPerson Key = "say_details_person"
	VoiceKeepIt           Key = "keep_it"
	VoiceSayAgain         Key = "say_again"
	VoiceKeepPrivate      Key = "keep_private"
	VoiceCallAt           Key = "call_at"
	VoiceOtherNumber      Key = "other_number"
	VoiceEnterNumber      Key = "enter_number"
	VoiceNoNumber         Key = "no_number"
	VoiceYouEntered       Key = "you_entered"
	VoiceCanText          Key = "can_text"
	VoiceIfYes            Key = "if_yes"
	VoiceIfNo             Key = "if_no"
	VoiceSafeHere         Key = "safe_here"
	VoiceSafeText         Key = "safe_text"
	VoiceSafeCall         Key = "safe_call"
	VoiceSafeNeither      Key = "safe_neither"
)

// What happens next.
const (
	VoiceAsking         Key = "asking"
	VoiceAskingMorning  Key = "asking_morning"
	VoiceWhenYes        Key = "when_yes"
	VoiceWhenYesText    Key = "when_yes_text"
	VoiceOutOfArea      Key = "out_of_area"
	VoiceNobodyYet      Key = "nobody_yet"
	VoiceElsewhere      Key = "elsewhere"
	VoicePersonToday    Key = "person_today"
	VoicePersonTomorrow Key = "person_tomorrow"
	VoicePersonSoon     Key = "person_soon"
	VoiceCheckNumber    Key = "check_number"
	VoiceYourNumber     Key = "your_number" // then the reference number
	VoiceOnceAgain      Key = "once_again"  // then the same
	VoiceHowItStands    Key = "how_it_stands"
	VoicePrivateKept    Key = "private_kept"
	VoiceAdded          Key = "added"
	VoiceSomethingElse  Key = "something_else"
	VoiceOrHangUp       Key = "or_hang_up"
)

// How it stands.
const (
	VoiceStateAsking    Key = "state_asking"
	VoiceWaitShare      Key = "wait_share" // then of ten, how many
	VoiceWaitHalfHour   Key = "wait_half_hour"
	VoiceWaitHours      Key = "wait_hours"  // then how many
	VoiceWaitDays       Key = "wait_days"   // then how many
	VoiceStateAgain     Key = "state_again" // who had said yes does not come; how it stands now follows
	VoiceWeeklyAgain    Key = "weekly_again"
	VoiceStateMorning   Key = "state_morning"
	VoiceStateHas       Key = "state_has"
	VoiceStateSoFar     Key = "state_so_far"
	VoiceHelpers        Key = "helpers"
	VoiceStateOnWay     Key = "state_on_way"
	VoiceStateLate      Key = "state_late"
	VoiceStateDone      Key = "state_done"
	VoiceStatePerson    Key = "state_person"
	VoiceStateNumber    Key = "state_number"
	VoiceStateOver      Key = "state_over"
	VoiceNothingOpen    Key = "nothing_open"
	VoiceEnterCode      Key = "enter_code"
	VoiceCodeUnknown    Key = "code_unknown"
	VoiceLeavePlace     Key = "leave_place"
	VoiceSayPlacePerson Key = "say_place_person"
	VoiceItIsOver       Key = "it_is_over"
	VoiceTellMore       Key = "tell_more"
	VoiceWhoComes       Key = "who_comes"
	VoiceMore           Key = "more"
	VoiceClosed         Key = "closed"
	VoiceGotHelp        Key = "got_help"
	VoiceNotNeeded      Key = "not_needed"
	VoiceNotDone        Key = "not_done"
	VoiceThankYou       Key = "thank_you"
	VoiceRingsSoon      Key = "rings_soon"
	VoiceCalledNoMore   Key = "called_no_more"
)

// More: of a request, of a job, of this phone.
const (
	VoiceSomeoneElse    Key = "someone_else"
	VoiceMorePeople     Key = "more_people"
	VoiceHowMany        Key = "how_many"
	VoiceEveryWeek      Key = "every_week"
	VoiceNotWeekly      Key = "not_weekly"
	VoiceWeeklyOn       Key = "weekly_on"
	VoiceWeeklyOff      Key = "weekly_off"
	VoiceSwapped        Key = "swapped"
	VoiceSomethingWrong Key = "something_wrong"
	VoiceReported       Key = "reported"
	VoiceSayWrong       Key = "say_wrong"
	VoiceThisPhone      Key = "this_phone"
	VoiceOnlyCalls      Key = "only_calls"
	VoiceTextsToo       Key = "texts_too"
	VoiceNoted          Key = "noted"
	VoiceHaveCode       Key = "have_code"
	VoiceHearWho        Key = "hear_who"
	VoiceWho            Key = "who_we_are" // then whom to ask
	VoiceForgetMe       Key = "forget_me"
	VoiceForgetSure     Key = "forget_sure"
	VoiceDoIt           Key = "do_it"
	VoiceLeaveIt        Key = "leave_it"
	VoiceForgotten      Key = "forgotten"
	VoiceStopCalls      Key = "stop_calls"
	VoiceCallsStopped   Key = "calls_stopped"
)

// A person, or a message for one.
const (
	VoiceHold        Key = "hold"
	VoiceHoldOn      Key = "hold_on"
	VoiceNobodyThere Key = "nobody_there"
	VoiceSayMessage  Key = "say_message"
	VoiceMessageKept Key = "message_kept"
	VoiceSorry       Key = "sorry" // something is broken here
)

// Helping.
const (
	VoiceSayName       Key = "say_name"
	VoicePending       Key = "pending"
	VoiceYourJob       Key = "your_job" // then the need
	VoiceHearJob       Key = "hear_job"
	VoiceJobDone       Key = "job_done"
	VoiceCantDoIt      Key = "cant_do_it"
	VoiceOnTheWay      Key = "on_the_way"
	VoiceRunningLate   Key = "running_late"
	VoiceHowGoes       Key = "how_goes"
	VoiceStillOnIt     Key = "still_on_it"
	VoiceDidTheyCome   Key = "did_they_come"
	VoiceHandBackSure  Key = "hand_back_sure"
	VoiceGaveBack      Key = "gave_back"
	VoiceWellDone      Key = "well_done"
	VoiceOtherJobs     Key = "other_jobs"
	VoiceNeedsHelp     Key = "needs_help" // then the need
	VoiceNear          Key = "near"       // then the ZIP
	VoicePeople        Key = "people"     // then how many
	VoiceToday         Key = "today"
	VoiceTomorrow      Key = "tomorrow"
	VoiceTwoDays       Key = "two_days"
	VoiceThisWeek      Key = "this_week"
	VoiceAnytime       Key = "anytime"
	VoiceTheyPay       Key = "they_pay"
	VoiceLinePays      Key = "line_pays"
	VoiceTakeIt        Key = "take_it"
	VoiceNotThisOne    Key = "not_this_one"
	VoiceNextOne       Key = "next_one"
	VoiceWon           Key = "won"
	VoiceNoCard        Key = "no_card"
	VoiceWeAskWhere    Key = "we_ask_where"
	VoiceTooLate       Key = "too_late"
	VoiceJobOver       Key = "job_over"
	VoiceOnStandby     Key = "on_standby"
	VoiceHaveJob       Key = "have_job"
	VoiceYoursAlready  Key = "yours_already"
	VoiceDeclined      Key = "declined"
	VoiceNoJobs        Key = "no_jobs"
	VoiceAllJobs       Key = "all_jobs"
	VoiceHearMe        Key = "hear_me"
	VoiceHelpsWith     Key = "helps_with" // then the needs
	VoiceWithAll       Key = "with_all"
	VoiceEverywhere    Key = "everywhere"
	VoiceAskedThisWeek Key = "asked_this_week" // then how often
	VoiceAtMost        Key = "at_most"         // then how often
	VoiceTakeABreak    Key = "take_a_break"
	VoiceAskMeAgain    Key = "ask_me_again"
	VoiceStopHelping   Key = "stop_helping"
	VoicePaused        Key = "paused"
	VoiceIsBack        Key = "is_back"
	VoiceLeft          Key = "left"
	VoiceOnABreak      Key = "on_a_break"
)

// Calls that the line makes.
const (
	VoiceNewsForYou     Key = "news_for_you"
	VoiceCanYouHelp     Key = "can_you_help"
	VoiceToHearIt       Key = "to_hear_it"
	VoiceCallBack       Key = "call_back" // then the line's number
	VoiceYouPay         Key = "you_pay"
	VoiceYouPayNot      Key = "you_pay_not"
	VoiceSayPlace       Key = "say_place"
	VoicePlaceTold      Key = "place_told"
	VoiceStillOpen      Key = "still_open"
	VoiceConfirm        Key = "confirm"
	VoiceThatWasMe      Key = "that_was_me"
	VoiceNeverAgain     Key = "never_again"
	VoiceNeverCalled    Key = "never_called"
	VoiceAboutYourJob   Key = "about_your_job"
	VoiceNotYourJob     Key = "not_your_job"
	VoiceTheySay        Key = "they_say"     // then their own voice
	VoiceLineSays       Key = "line_says"    // then a coordinator's words
	VoiceTheirCorner    Key = "their_corner" // then their own voice
	VoiceWhereTo        Key = "where_to"     // then their own voice
	VoiceConnect        Key = "connect"
	VoiceItIsNight      Key = "it_is_night"
	VoiceCallAllTheSame Key = "call_all_the_same"
	VoiceConnecting     Key = "connecting"
	VoiceNoAnswer       Key = "no_answer"
	VoiceSomeoneCalls   Key = "someone_calls"
	VoiceTakeTheCall    Key = "take_the_call"
)

// For coordinators: what nobody has taken yet, and what waits.
const (
	VoiceMayBeDanger   Key = "may_be_danger"
	VoiceSaysWrong     Key = "says_wrong"
	VoiceSomebodyHasIt Key = "somebody_has_it"
	VoiceCaseNumber    Key = "case_number" // its digits follow
	VoiceAVoicemail    Key = "a_voicemail"
	VoiceIsStuck       Key = "is_stuck"
	VoiceVoicemails    Key = "voicemails" // how many follows, as after the next three
	VoiceStuck         Key = "stuck"
	VoiceUnread        Key = "texts_to_read"
	VoiceJoins         Key = "want_to_help"
	VoiceNothingWaits  Key = "nothing_waits"
	VoiceOneByOne      Key = "one_by_one"
	VoiceToRecord      Key = "to_record"
)

// What the two sides of a job say to each other. What a group of ready sentences is for, and the sentences, are in
// phrase.go.
const (
	VoiceSayToThem     Key = "say_to_them"
	VoiceAnswerThem    Key = "answer_them"
	VoiceWordForYou    Key = "word_for_you"
	VoiceCallWithIt    Key = "call_with_it"
	VoiceReadySentence Key = "ready_sentence"
	VoiceOwnWords      Key = "own_words"
	VoiceHearPassed    Key = "hear_passed"
	VoiceEnterBlank    Key = "enter_blank"
	VoiceSendIt        Key = "send_it"
	VoiceOtherSentence Key = "other_sentence"
	VoiceSayWords      Key = "say_words"
	VoicePassedOn      Key = "passed_on"
	VoiceNotPassed     Key = "not_passed"
	VoicePastJob       Key = "past_job"
	VoiceLastJob       Key = "last_job"
)

// Recording what the line says, by phone.
const (
	VoiceEnterPIN      Key = "enter_pin"
	VoiceWhichLanguage Key = "which_language"
	VoiceItSays        Key = "it_says"
	VoiceNotRecorded   Key = "not_recorded"
	VoiceRecordIt      Key = "record_it"
	VoiceSayPrompt     Key = "say_prompt"
	VoiceAllRecorded   Key = "all_recorded"
	VoiceTimeIsUp      Key = "time_is_up"
)
