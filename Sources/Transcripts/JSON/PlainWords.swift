import CPlatform

extension String {
    /// Whether it begins with these bytes; a mark that would join their last letter does not matter.
    func begins(_ words: String) -> Bool { utf8.starts(with: words.utf8) }

    /// What is between `<tag>` and `</tag>`, where both are.
    func element(_ tag: String) -> String? {
        guard let start = offset(of: "<\(tag)>", from: 0).map({ $0 + tag.utf8.count + 2 }),
            let end = offset(of: "</\(tag)>", from: start)
        else { return nil }
        return String(decoding: utf8.dropFirst(start).prefix(end - start), as: UTF8.self)
    }

    private func offset(of words: String, from start: Int) -> Int? {
        var text = self
        var words = words
        return text.withUTF8 { bytes in
            words.withUTF8 { wanted in
                guard let base = bytes.baseAddress, let needle = wanted.baseAddress, start <= bytes.count,
                    let found = ccp_find(base + start, bytes.count - start, needle, wanted.count)
                else { return nil }
                return UnsafeRawPointer(base).distance(to: found)
            }
        }
    }
}
