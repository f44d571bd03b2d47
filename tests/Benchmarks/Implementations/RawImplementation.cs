using Benchmarks.Scenarios;
using Wasmtime;

namespace Benchmarks.Implementations;

/// <summary>Handwritten callbacks, as the baseline of generated ones.</summary>
internal sealed class RawImplementation() : GuestImplementation("raw callbacks by hand")
{
    protected override int Entries => 0;

    protected override Instance? Open(Setup setup)
    {
        if (setup is not (Setup.Calls or Setup.Files))
        {
            return null;
        }

        using Module module = setup == Setup.Calls ? LoadText(Guests.Calls) : Load(Guests.Wasi);
        RawGuest guest = setup == Setup.Calls ? new RawCalls() : Track(new RawFiles(NewDirectory()));
        return guest.Instantiate(Track(new Store(Engine)), module);
    }
}
