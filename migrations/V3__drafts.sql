-- Drafts of the operator's of what the law may become, and those that are published: they are laid over the book.
create table drafts (
    cell bigint not null,
    draft_id uuid not null,
    state text not null,
    work text not null,
    published_at bigint not null,
    changed_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, draft_id)
);
create index drafts_state on drafts (state, published_at);
create index drafts_work on drafts (work);

-- What a draft would do, as it was last worked out.
create table draft_reports (
    cell bigint not null,
    draft_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, draft_id)
);
