<?php
// Frames made by hand, so that tests of the codec do not rest on its own pack().

/** A payload as it travels. */
function frame_of(string $payload): string
{
    return "\xF3\x4A\x9D\xE2" . pack('N', strlen($payload)) . $payload;
}

/** A short frame that claims so many elements that a memory_limit of 32M has no room for them. */
function greedy_frame(): string
{
    return frame_of(str_repeat('a:4000:{i:0;', 1000));
}
