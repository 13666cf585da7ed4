<?php
// Frames made by hand, so that tests of the codec do not rest on its own pack().

/** A payload as it travels. */
function frame_of(string $payload): string
{
    return "\xF3\x4A\x9D\xE2" . pack('N', strlen($payload)) . $payload;
}
