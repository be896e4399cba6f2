//! How the outputs treat the sections of a page kind, as its layout declares it.
//!
//! Writers ask these facts and what a section holds, never the name of its kind: a layout may
//! declare kinds that nothing here has heard of.

/// How the sections of a page kind are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Treatment {
    /// What the section is in the book.
    pub role: Role,
    /// Whether it opens a part of the book (部、辑), which goes on to the next part or to what
    /// belongs to the whole book.
    pub opens_part: bool,
    /// What a chapter of the e-book holds.
    pub chapter: Chapter,
    /// Where captions stand.
    pub captions: Captions,
    /// Whether the key figures of stories are set.
    pub key_figures: bool,
}

/// What a chapter of the e-book, which is a file of its own, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chapter {
    /// One story; the stories are numbered, and the section's own file lists them.
    Story,
    /// The whole section; its stories are not numbered and may stand in groups.
    Section,
}

/// Where captions stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Captions {
    /// Beneath the pictures.
    Below,
    /// In a list of the section; marks on the pictures lead there.
    List,
}

/// What a section is in the book: the roles that both the EPUB Structural Semantics Vocabulary 1.1
/// and DPUB-ARIA 1.1 have for divisions of a book, under one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the vocabularies")]
pub enum Role {
    Acknowledgments,
    Afterword,
    Appendix,
    Chapter,
    Conclusion,
    Epilogue,
    Foreword,
    Index,
    Introduction,
    Part,
    Preface,
    Prologue,
}

impl Role {
    /// All roles in the order of their names.
    pub const ALL: [Role; 12] = [
        Role::Acknowledgments,
        Role::Afterword,
        Role::Appendix,
        Role::Chapter,
        Role::Conclusion,
        Role::Epilogue,
        Role::Foreword,
        Role::Index,
        Role::Introduction,
        Role::Part,
        Role::Preface,
        Role::Prologue,
    ];

    /// The name in both vocabularies and in a layout's manifest.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Acknowledgments => "acknowledgments",
            Role::Afterword => "afterword",
            Role::Appendix => "appendix",
            Role::Chapter => "chapter",
            Role::Conclusion => "conclusion",
            Role::Epilogue => "epilogue",
            Role::Foreword => "foreword",
            Role::Index => "index",
            Role::Introduction => "introduction",
            Role::Part => "part",
            Role::Preface => "preface",
            Role::Prologue => "prologue",
        }
    }

    /// Whether a section stands in the part of the book that was opened before it: not what
    /// belongs to the whole book.
    #[must_use]
    pub fn is_in_part(self) -> bool {
        self.matter() == "bodymatter" && self != Role::Index
    }

    /// The division of the publication that it belongs to (EPUB SSV 1.1, §2).
    #[must_use]
    pub fn matter(self) -> &'static str {
        match self {
            Role::Foreword | Role::Preface | Role::Acknowledgments => "frontmatter",
            Role::Afterword | Role::Appendix => "backmatter",
            Role::Chapter
            | Role::Conclusion
            | Role::Epilogue
            | Role::Index
            | Role::Introduction
            | Role::Part
            | Role::Prologue => "bodymatter",
        }
    }
}
