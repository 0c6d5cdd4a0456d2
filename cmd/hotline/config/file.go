package config

// file is hotline.toml as it is written: one struct a table, plain values only. What the values mean is decided in
// network.go and settings.go. Every key has a place in the template that `hotline init` writes.
type file struct {
	Network      networkTable       `toml:"network"`
	Server       serverTable        `toml:"server"`
	Twilio       twilioTable        `toml:"twilio"`
	Categories   []categoryTable    `toml:"categories"`
	Zones        []zoneTable        `toml:"zones"`
	Elsewhere    []elsewhereTable   `toml:"elsewhere"`
	Dispatch     dispatchTable      `toml:"dispatch"`
	Coordinators []coordinatorTable `toml:"coordinators"`
	Voice        voiceTable         `toml:"voice"`
	Limits       limitsTable        `toml:"limits"`
	Privacy      privacyTable       `toml:"privacy"`
}

type networkTable struct {
	Name            string      `toml:"name"`
	Timezone        string      `toml:"timezone"`
	DefaultLanguage string      `toml:"default_language"`
	Languages       []string    `toml:"languages"`
	Emergency       string      `toml:"emergency"`
	Contact         string      `toml:"contact"`
	Lines           []lineTable `toml:"lines"`
}

type lineTable struct {
	Name   string `toml:"name"`
	Phone  string `toml:"phone"`
	Danger string `toml:"danger"`
}

type serverTable struct {
	PublicURL     string `toml:"public_url"`
	PublicListen  string `toml:"public_listen"`
	ConsoleListen string `toml:"console_listen"`
	DataDir       string `toml:"data_dir"`
}

type twilioTable struct {
	AccountSID          string   `toml:"account_sid"`
	AuthToken           string   `toml:"auth_token"`
	AuthTokenNext       string   `toml:"auth_token_next"`
	Numbers             []string `toml:"numbers"`
	MessagingServiceSID string   `toml:"messaging_service_sid"`
	APIURL              string   `toml:"api_url"`
	MaxPerSecond        float64  `toml:"max_per_second"`
}

type categoryTable struct {
	Code        string `toml:"code"`
	Number      int    `toml:"number"`
	Pays        string `toml:"pays"`
	TrustedOnly bool   `toml:"trusted_only"`
	Taxonomy    string `toml:"taxonomy"`
}

type zoneTable struct {
	Name      string   `toml:"name"`
	ZIPs      []string `toml:"zips"`
	Neighbors []string `toml:"neighbors"`
}

type elsewhereTable struct {
	Name       string   `toml:"name"`
	ZIPs       []string `toml:"zips"`
	Categories []string `toml:"categories"`
}

type dispatchTable struct {
	LiveOffers        int    `toml:"live_offers"`
	ReplaceAfter      string `toml:"replace_after"`
	AskAgainAfter     string `toml:"ask_again_after"`
	DailyLimit        int    `toml:"daily_limit"`
	WeeklyLimit       int    `toml:"weekly_limit"`
	OpenJobs          int    `toml:"open_jobs"`
	QuietFrom         string `toml:"quiet_from"`
	QuietUntil        string `toml:"quiet_until"`
	EscalateAfter     string `toml:"escalate_after"`
	StandDownWindow   string `toml:"stand_down_window"`
	ApproveVolunteers bool   `toml:"approve_volunteers"`
}

type coordinatorTable struct {
	Name      string   `toml:"name"`
	Phone     string   `toml:"phone"`
	Languages []string `toml:"languages"`
	OnCall    string   `toml:"on_call"`
	PIN       string   `toml:"pin"`
	Safety    bool     `toml:"safety"`
}

type voiceTable struct {
	LiveHelp        string `toml:"live_help"`
	Ring            string `toml:"ring"`
	MaxMinutes      int    `toml:"max_minutes"`
	Callback        bool   `toml:"callback"`
	DeleteAtCarrier bool   `toml:"delete_at_carrier"`
}

type limitsTable struct {
	DailySpend float64 `toml:"daily_spend"`
}

type privacyTable struct {
	KeysFile    string   `toml:"keys_file"`
	ForgetAfter string   `toml:"forget_after"`
	BackupTo    []string `toml:"backup_to"`
}

// defaults are the values of keys that are not written. What a network must say for itself (its name, time zone,
// address, account and numbers) has none; categories have theirs in network.go.
func defaults() file {
	return file{
		Network: networkTable{
			DefaultLanguage: "en",
			Languages:       []string{"en", "es", "ht", "zh-Hans", "fr"},
			Emergency:       "911",
		},
		Server: serverTable{PublicListen: "127.0.0.1:8080", ConsoleListen: "127.0.0.1:8081", DataDir: "data"},
		Twilio: twilioTable{APIURL: "https://api.twilio.com", MaxPerSecond: 1},
		Dispatch: dispatchTable{
			LiveOffers: 5, ReplaceAfter: "30m", AskAgainAfter: "8h",
			DailyLimit: 2, WeeklyLimit: 8, OpenJobs: 1,
			QuietFrom: "21:00", QuietUntil: "08:00",
			EscalateAfter: "4h", StandDownWindow: "30m", ApproveVolunteers: true,
		},
		Voice:   voiceTable{LiveHelp: "mon-fri 10:00-16:00", Ring: "20s", MaxMinutes: 20, DeleteAtCarrier: true},
		Privacy: privacyTable{KeysFile: "hotline.keys", ForgetAfter: "90d", BackupTo: []string{}},
	}
}
