// SPDX-License-Identifier: Apache-2.0
import CYAML

extension Node {
    /// Reads one document; an empty one is an empty mapping.
    ///
    /// With a file's name, every place names it.
    public init(parsing text: String, of file: String? = nil) throws(SyntaxError) {
        var parser = Parser(Array(text.utf8), of: file)
        defer { parser.end() }
        self = try parser.document()
    }
}

/// libyaml's parser, event by event.
private struct Parser {
    // On the heap: libyaml keeps pointers into it.
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let file: String?
    private static let deepest = 64

    init(_ bytes: [UInt8], of file: String?) {
        self.file = file
        input = .allocate(capacity: max(bytes.count, 1))
        _ = input.initialize(from: bytes)
        let status = yaml_parser_initialize(parser)
        precondition(status == 1, "libyaml has no memory")
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    func end() {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    mutating func document() throws(SyntaxError) -> Node {
        let start = Node.Place(file: file, line: 1, column: 1)
        try expect(YAML_STREAM_START_EVENT)
        var first = try next()
        guard first.type == YAML_DOCUMENT_START_EVENT else {
            yaml_event_delete(&first)
            return Node(.mapping([]), at: start)
        }
        yaml_event_delete(&first)
        let node = try node(try next(), depth: 0)
        try expect(YAML_DOCUMENT_END_EVENT)
        var last = try next()
        defer { yaml_event_delete(&last) }
        guard last.type == YAML_STREAM_END_EVENT else {
            throw SyntaxError(place: place(last), words: "a second document begins")
        }
        return node
    }

    private mutating func expect(_ type: yaml_event_type_t) throws(SyntaxError) {
        var event = try next()
        defer { yaml_event_delete(&event) }
        precondition(event.type == type, "libyaml's events come in the order of its grammar")
    }

    private mutating func next() throws(SyntaxError) -> yaml_event_t {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else {
            let state = parser.pointee
            let words = state.problem.map { String(cString: $0) } ?? "it cannot be read"
            let mark = state.problem_mark
            throw SyntaxError(place: place(mark), words: words)
        }
        return event
    }

    private mutating func node(
        _ event: consuming yaml_event_t, depth: Int
    ) throws(SyntaxError) -> Node {
        var event = event
        defer { yaml_event_delete(&event) }
        let place = place(event)
        guard depth < Parser.deepest else {
            throw SyntaxError(place: place, words: "it is nested too deeply")
        }
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try refuse(anchor: scalar.anchor, tag: scalar.tag, place)
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return Node(.scalar(String(decoding: bytes, as: UTF8.self)), at: place)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            try refuse(anchor: start.anchor, tag: start.tag, place)
            return Node(.sequence(try elements(depth)), at: place)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            try refuse(anchor: start.anchor, tag: start.tag, place)
            return Node(.mapping(try members(depth)), at: place)
        default:
            throw SyntaxError(place: place, words: "aliases (*name) are not read here")
        }
    }

    private mutating func elements(_ depth: Int) throws(SyntaxError) -> [Node] {
        var nodes: [Node] = []
        while true {
            var event = try next()
            if event.type == YAML_SEQUENCE_END_EVENT {
                yaml_event_delete(&event)
                return nodes
            }
            nodes.append(try node(event, depth: depth + 1))
        }
    }

    private mutating func members(_ depth: Int) throws(SyntaxError) -> [Node.Member] {
        var members: [Node.Member] = []
        var places: [String: Node.Place] = [:]
        while true {
            var event = try next()
            if event.type == YAML_MAPPING_END_EVENT {
                yaml_event_delete(&event)
                return members
            }
            let key = try node(event, depth: depth + 1)
            guard let name = key.scalar else {
                throw SyntaxError(place: key.place, words: "a key is a text, not \(key.kind)")
            }
            if let before = places.updateValue(key.place, forKey: name) {
                throw SyntaxError(
                    place: key.place, words: "the key \"\(name)\" stands at \(before) already")
            }
            let value = try node(try next(), depth: depth + 1)
            members.append(.init(name, at: key.place, value))
        }
    }

    private func refuse(
        anchor: UnsafePointer<UInt8>?, tag: UnsafePointer<UInt8>?, _ place: Node.Place
    ) throws(SyntaxError) {
        if anchor != nil {
            throw SyntaxError(place: place, words: "anchors (&name) are not read here")
        }
        if tag != nil { throw SyntaxError(place: place, words: "tags (!name) are not read here") }
    }

    private func place(_ event: yaml_event_t) -> Node.Place { place(event.start_mark) }

    private func place(_ mark: yaml_mark_t) -> Node.Place {
        Node.Place(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
