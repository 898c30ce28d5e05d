-- What is typed on a need, on one's own side of a meeting, or of her answer when a text is read again, waits as the text of a meeting does.
set role cheminer_owner;

alter table draft drop constraint draft_form_check;
alter table draft add constraint draft_form_check check (form in ('interview', 'memo', 'collective', 'need', 'side', 'read-back'));
alter table draft add column about uuid;
comment on column draft.about is 'The need or the meeting that is written about, by id; null for one that does not exist yet.';
alter table draft drop constraint draft_member_id_accompaniment_id_form_key;
alter table draft add unique nulls not distinct (member_id, accompaniment_id, form, about);
grant insert (about) on draft to cheminer_app;
