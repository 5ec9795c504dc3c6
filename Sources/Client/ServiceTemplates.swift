/// The texts of the units, as they lie in `systemd/` and `launchd/` of the repository; a test compares them. They are
/// part of the program, so that a service can be written whatever else is installed.
enum ServiceTemplates {
    /// `systemd/ccmux.service`
    static let daemon = #"""
        # The ccmux daemon of one user, as a unit of that user's own systemd. docs/services.md says what each line is for.
        # `ccmux install-service` writes it to ~/.config/systemd/user.
        [Unit]
        Description=ccmux, which keeps coding agents alive in tmux
        Documentation=man:ccmux(1)
        Wants=ccmux-tmux.service
        After=ccmux-tmux.service
        # A daemon that cannot start is a matter for the launcher, which goes back to the version before; never give up.
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        NotifyAccess=main
        ExecStart=%h/.ccmux/app/launcher run
        Environment=CCMUX_SERVICE=systemd CCMUX_TMUX_UNIT=ccmux-tmux.service
        WorkingDirectory=/
        Restart=always
        RestartSec=1
        # A configuration that cannot be used: one message instead of a loop.
        RestartPreventExitStatus=78
        # A database may have to be brought up to date.
        TimeoutStartSec=180
        TimeoutStopSec=20
        WatchdogSec=30
        WatchdogSignal=SIGKILL
        # The agents are not the daemon's: where it had to start tmux itself, they live in this unit and go on.
        KillMode=process
        OOMPolicy=continue
        TasksMax=infinity
        StandardOutput=journal
        StandardError=journal
        SyslogIdentifier=ccmux

        [Install]
        WantedBy=default.target
        """#

    /// `systemd/ccmux-tmux.service`
    static let tmux = #"""
        # The tmux server of a user's ccmux, in a unit of its own: whatever happens to the daemon, the agents go on.
        # `ccmux install-service` writes it to ~/.config/systemd/user. To stop it ends all agents.
        [Unit]
        Description=tmux for ccmux
        Documentation=man:ccmux(1) man:tmux(1)
        StartLimitIntervalSec=0

        [Service]
        Type=exec
        ExecStart=%h/.ccmux/app/current/bin/ccmuxd tmux-server
        WorkingDirectory=/
        Restart=always
        RestartSec=1
        RestartPreventExitStatus=78
        TimeoutStopSec=30
        # Shells ignore SIGTERM.
        SendSIGHUP=yes
        # One agent that takes too much memory must not end all.
        OOMPolicy=continue
        TasksMax=infinity
        StandardOutput=journal
        StandardError=journal
        SyslogIdentifier=ccmux-tmux

        [Install]
        WantedBy=default.target
        """#

    /// `systemd/ccmux@.service`
    static let systemDaemon = #"""
        # The ccmux daemon of the user %i, as a unit of the system: it starts at boot without lingering.
        # `ccmux install-service --system` writes it to /etc/systemd/system. docs/services.md says what each line is for.
        [Unit]
        Description=ccmux of %i, which keeps coding agents alive in tmux
        Documentation=man:ccmux(1)
        Wants=ccmux-tmux@%i.service
        After=ccmux-tmux@%i.service network.target
        # A daemon that cannot start is a matter for the launcher, which goes back to the version before; never give up.
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        NotifyAccess=main
        User=%i
        # %h is root's home here.
        ExecStart=/bin/sh -c 'exec "$${CCMUX_HOME:-$$HOME/.ccmux}/app/launcher" run'
        Environment=CCMUX_SERVICE=systemd CCMUX_TMUX_UNIT=ccmux-tmux@%i.service
        WorkingDirectory=/
        Restart=always
        RestartSec=1
        # A configuration that cannot be used: one message instead of a loop.
        RestartPreventExitStatus=78
        # A database may have to be brought up to date.
        TimeoutStartSec=180
        TimeoutStopSec=20
        WatchdogSec=30
        WatchdogSignal=SIGKILL
        # The agents are not the daemon's: where it had to start tmux itself, they live in this unit and go on.
        KillMode=process
        OOMPolicy=continue
        TasksMax=infinity
        StandardOutput=journal
        StandardError=journal
        SyslogIdentifier=ccmux

        [Install]
        WantedBy=multi-user.target
        """#

    /// `systemd/ccmux-tmux@.service`
    static let systemTmux = #"""
        # The tmux server of the ccmux of the user %i, in a unit of its own: whatever happens to the daemon, the agents go on.
        # `ccmux install-service --system` writes it to /etc/systemd/system. To stop it ends all agents.
        [Unit]
        Description=tmux for the ccmux of %i
        Documentation=man:ccmux(1) man:tmux(1)
        After=network.target
        StartLimitIntervalSec=0

        [Service]
        Type=exec
        User=%i
        # %h is root's home here.
        ExecStart=/bin/sh -c 'exec "$${CCMUX_HOME:-$$HOME/.ccmux}/app/current/bin/ccmuxd" tmux-server'
        WorkingDirectory=/
        Restart=always
        RestartSec=1
        RestartPreventExitStatus=78
        TimeoutStopSec=30
        # Shells ignore SIGTERM.
        SendSIGHUP=yes
        # One agent that takes too much memory must not end all.
        OOMPolicy=continue
        TasksMax=infinity
        StandardOutput=journal
        StandardError=journal
        SyslogIdentifier=ccmux-tmux

        [Install]
        WantedBy=multi-user.target
        """#

    /// `launchd/com.PREFIX.ccmux.plist`
    static let launchAgent = #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <!-- The ccmux daemon as a launch agent. `ccmux install-service` writes it to ~/Library/LaunchAgents. -->
        <plist version="1.0">
        <dict>
        	<key>Label</key>
        	<string>com.PREFIX.ccmux</string>
        	<key>ProgramArguments</key>
        	<array>
        		<string>HOME/app/launcher</string>
        		<string>run</string>
        	</array>
        	<key>EnvironmentVariables</key>
        	<dict>
        		<key>CCMUX_HOME</key>
        		<string>HOME</string>
        		<key>CCMUX_SERVICE</key>
        		<string>launchd</string>
        	</dict>
        	<key>WorkingDirectory</key>
        	<string>/</string>
        	<key>RunAtLoad</key>
        	<true/>
        	<!-- After success it stays away: that is how a configuration that cannot be used ends. -->
        	<key>KeepAlive</key>
        	<dict>
        		<key>SuccessfulExit</key>
        		<false/>
        	</dict>
        	<key>ThrottleInterval</key>
        	<integer>5</integer>
        	<!-- The tmux server and its agents are no part of the job that ends. -->
        	<key>AbandonProcessGroup</key>
        	<true/>
        	<key>ProcessType</key>
        	<string>Interactive</string>
        	<key>StandardOutPath</key>
        	<string>HOME/logs/daemon.out</string>
        	<key>StandardErrorPath</key>
        	<string>HOME/logs/daemon.out</string>
        </dict>
        </plist>
        """#
}
