<?php
// Makes frames by hand, so that tests of the codec do not rely on its own pack().

/** The frame around a payload. */
function frame_of(string $payload): string
{
    return "\xF3\x4A\x9D\xE2" . pack('N', strlen($payload)) . $payload;
}

/** A short frame that claims more elements than a memory_limit of 32M has room for. */
function greedy_frame(): string
{
    return frame_of(str_repeat('a:4000:{i:0;', 1000));
}
