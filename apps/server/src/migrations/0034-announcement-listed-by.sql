-- SPDX-License-Identifier: Apache-2.0
-- Who wrote the words and who chose the people are two: neither approves, and none hides behind the other.

ALTER TABLE announcement ADD COLUMN listed_by uuid REFERENCES person;
