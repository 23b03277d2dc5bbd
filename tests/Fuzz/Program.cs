using TrustPlatform.Fuzz;

// fuzz.sh runs this: seeds, then instrument on a copy of the folder, then that copy with a target's name under afl-fuzz.
return args switch
{
    ["targets"] => Session.PrintTargets(),
    ["seeds", var target, var folder] => await Session.WriteSeedsAsync(target, folder),
    ["instrument", var folder] => Session.Instrument(folder),
    ["replay", var target, .. var files] => Session.Replay(target, files),
    [var target] => Session.Run(target),
    _ => Session.Usage(),
};
