extension ReleaseKeys {
    /// The keys with which releases of ccmux are signed: Ed25519 public keys, 32 bytes each in hexadecimal.
    ///
    /// `install.sh` has the same ones. docs/release.md says how a key is made and replaced.
    package static let pinned = ReleaseKeys([
        "439b33446a08d85c45db2c26eb6c0aebcf25cfd63be1e7f2bcce062a6207ef55"
    ])
}
