package msg

// The frame of an answer.
const (
	Prefix               Key = "prefix"
	FirstFooter          Key = "first_footer"
	FirstFooterLanguages Key = "first_footer_languages"
	Promise              Key = "promise"
	PromiseNobody        Key = "promise_nobody"
	PromiseRead          Key = "promise_read"
	PromiseReadNobody    Key = "promise_read_nobody"
	SomeoneFromTheLine   Key = "someone"
	YourNeighbor         Key = "your_neighbor"
	NeedWhen             Key = "need_when"
)

// A resident asks.
const (
	Opened             Key = "opened"
	OpenedNight        Key = "opened_night"
	OpenedPerson       Key = "opened_person"
	OpenedPlaceUnknown Key = "opened_place_unknown"
	OutOfArea          Key = "out_of_area"
	AskWhat            Key = "ask_what"
	AskWhatAgain       Key = "ask_what_again"
	AskOwnWords        Key = "ask_own_words"
	AskWhere           Key = "ask_where"
	AskConfirm         Key = "ask_confirm"
	AskSameOrAnother   Key = "ask_same_or_another"
	Added              Key = "added"
	AddedPlace         Key = "added_place"
	TooMany            Key = "too_many"
	NotUnderstood      Key = "not_understood"
	AskPrivate         Key = "ask_private"
	PrivateOpened      Key = "private_opened"
	PrivateStatus      Key = "private_status"
	PrivateDone        Key = "private_done"
	MediaKept          Key = "media_kept"
	Kept               Key = "kept"
	Flooded            Key = "flooded"
)

// News for a resident.
const (
	Accepted           Key = "accepted"
	AcceptedPays       Key = "accepted_pays"
	AcceptedPlaceKnown Key = "accepted_place_known"
	AcceptedCondition  Key = "accepted_condition"
	AskPlaceAgain      Key = "ask_place_again"
	ToldPlace          Key = "told_place"
	StillAsking        Key = "still_asking"
	StillAskingNobody  Key = "still_asking_nobody"
	NobodyFree         Key = "nobody_free"
	NobodyFreeAlone    Key = "nobody_free_alone"
	HandedBack         Key = "handed_back"
	HandedBackNight    Key = "handed_back_night"
	HandedBackPerson   Key = "handed_back_person"
	ClosedByUs         Key = "closed_by_us"
	WhyCompleted       Key = "why_completed"
	WhyElsewhere       Key = "why_elsewhere"
	WhyNotNeeded       Key = "why_not_needed"
	WhyUnreachable     Key = "why_unreachable"
	WhyOutOfArea       Key = "why_out_of_area"
	WhyOutOfScope      Key = "why_out_of_scope"
	WhyReferred        Key = "why_referred"
	WhyDuplicate       Key = "why_duplicate"
	WhyNobody          Key = "why_nobody"
	WhyStopped         Key = "why_stopped"
)

// DONE, STATUS, WHO, HELP.
const (
	DoneCompleted Key = "done_completed"
	DoneNoHolder  Key = "done_no_holder"
	DoneNoted     Key = "done_noted"
	NothingOpen   Key = "nothing_open"
	StatusAsking  Key = "status_asking"
	StatusSoon    Key = "status_soon"
	StatusNight   Key = "status_night"
	StatusHas     Key = "status_has"
	StatusPerson  Key = "status_person"
	StatusDone    Key = "status_done"
	StatusJob     Key = "status_job"
	StatusOffer   Key = "status_offer"
	Who           Key = "who"
	Help          Key = "help"
	HelpVolunteer Key = "help_volunteer"
	LanguageSet   Key = "language_set"
	WhichOne      Key = "which_one"
	ChoiceRequest Key = "choice_request"
	ChoiceJob     Key = "choice_job"
	ChoiceYes     Key = "choice_yes"
	ChoiceNo      Key = "choice_no"
	ChoiceAnswer  Key = "choice_answer"
)

// Danger, opting out, reports.
const (
	Danger         Key = "danger"
	DangerNobody   Key = "danger_nobody"
	DangerOver     Key = "danger_over"
	OptedOut       Key = "opted_out"
	OptedIn        Key = "opted_in"
	Reported       Key = "reported"
	ReportedNobody Key = "reported_nobody"
)

// An offer and its answers.
const (
	Offer          Key = "offer"
	OfferPays      Key = "offer_pays"
	PaysResident   Key = "pays_resident"
	PaysNetwork    Key = "pays_network"
	YouPay         Key = "you_pay"
	WePay          Key = "we_pay"
	Won            Key = "won"
	WonPays        Key = "won_pays"
	Assigned       Key = "assigned"
	AssignedPays   Key = "assigned_pays"
	WonSpeaks      Key = "won_speaks"
	WonUnreachable Key = "won_unreachable"
	WonCalling     Key = "won_calling"
	WonCallingAt   Key = "won_calling_at"
	WonSpoken      Key = "won_spoken"
	NotHeard       Key = "not_heard"
	PlaceSpoken    Key = "place_spoken"
	PlaceIs        Key = "place_is"
	TooLate        Key = "too_late"
	TooLateOther   Key = "too_late_other"
	JobClosed      Key = "job_closed"
	AlreadyYours   Key = "already_yours"
	NotYours       Key = "not_yours"
	Declined       Key = "declined"
	DeclinedBut    Key = "declined_but"
	Holding        Key = "holding"
	OnStandby      Key = "on_standby"
	StandbyOver    Key = "standby_over"
	StandDown      Key = "stand_down"
	AskYesLetter   Key = "ask_yes_letter"
	OfferQuestion  Key = "offer_question"
	TooManyJobs    Key = "too_many_jobs"
)

// A job.
const (
	AskHandBack   Key = "ask_hand_back"
	GaveBack      Key = "gave_back"
	StillYours    Key = "still_yours"
	OnWayFrom     Key = "on_way_from"
	LateFrom      Key = "late_from"
	LateFromWords Key = "late_from_words"
	OnWayTold     Key = "on_way_told"
	LateTold      Key = "late_told"
	ComingKnown   Key = "coming_known"
	JobDone       Key = "job_done"
	JobConfirmed  Key = "job_confirmed"
	JobOff        Key = "job_off"
	JobTaken      Key = "job_taken"
	RelayFrom     Key = "relay_from"
	RelayFailed   Key = "relay_failed"
	RelayFrozen   Key = "relay_frozen"
	NewNeed       Key = "new_need"
	NoJob         Key = "no_job"
)

// Calls, and what else a person may want of the line.
const (
	CallingYou   Key = "calling_you"
	CalledEnough Key = "called_enough"
	NoCallsNow   Key = "no_calls_now"
	TakesNoCalls Key = "takes_no_calls"
	RelayByCall  Key = "relay_by_call"
	Swapped      Key = "swapped"
	SwappedJob   Key = "swapped_job"
	SwapNoted    Key = "swap_noted"
	AskForget    Key = "ask_forget"
	Forgotten    Key = "forgotten"
)

// Joining.
const (
	JoinName         Key = "join_name"
	JoinWhere        Key = "join_where"
	JoinWhat         Key = "join_what"
	JoinLanguages    Key = "join_languages"
	JoinWaiting      Key = "join_waiting"
	JoinDone         Key = "join_done"
	Approved         Key = "approved"
	AlreadyVolunteer Key = "already_volunteer"
	Paused           Key = "paused"
	PausedUntil      Key = "paused_until"
	IsBack           Key = "is_back"
	Me               Key = "me"
	MeEverything     Key = "me_everything"
	MeEverywhere     Key = "me_everywhere"
	MePending        Key = "me_pending"
	MePaused         Key = "me_paused"
	MePausedUntil    Key = "me_paused_until"
	Left             Key = "left"
)

// To coordinators.
const (
	AlertDanger      Key = "alert_danger"
	AlertReport      Key = "alert_report"
	AlertNobodyLeft  Key = "alert_nobody_left"
	AlertWaiting     Key = "alert_waiting"
	AlertNoYes       Key = "alert_no_yes"
	AlertPrivate     Key = "alert_private"
	AlertReportAlone Key = "alert_report_alone"
	AlertUnread      Key = "alert_unread"
	AlertJoins       Key = "alert_joins"
	AlertMore        Key = "alert_more"
	AlertJoin        Key = "alert_join"
	AlertSetup       Key = "alert_setup"
	AlertSpend       Key = "alert_spend"
)

// What an urgency, a number list and a money amount look like.
const (
	FromCoordinator Key = "from_coordinator"
)
