-- How many searches an account asks for is counted by ten minutes and forgotten after a day: not worth waiting for the disk at each search. What is
-- written beside it in the same transaction still is; after a crash the count begins again, while the journal knows every file that was opened.
set role cheminer_owner;
alter table reading_pace set unlogged;
