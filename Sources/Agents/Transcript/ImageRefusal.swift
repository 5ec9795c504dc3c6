/// The ways in which the service refuses an image that is part of the conversation, so that each later prompt fails too
/// (anthropics/claude-code issues 2939, 11181, 12351, 16173, 40570, 44735, 45038).
enum ImageRefusal {
    /// - Parameter words: an error's, in lower case.
    static func isMeant(by words: String) -> Bool {
        guard words.has("image") else { return false }
        return signs.contains { words.has($0) }
    }

    private static let signs = [
        // `messages.16.content.2.image.source.base64: image exceeds 5 MB maximum: 6521204 bytes > 5242880 bytes`, and
        // `….image.source.base64.data: At least one of the image dimensions exceed max allowed size …: 2000 pixels`.
        "image.source", "image exceeds", "image dimensions exceed",
        "could not process image", "image does not match the provided media type",
        // Claude's own words for them.
        "an image in the conversation exceeds", "image was too large",
    ]
}
