using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Errors;

/// <summary>Collects the errors of one file and returns them in source order.</summary>
internal sealed class ErrorList(string path, LineMap lines)
{
    private readonly List<WitxError> _errors = [];

    public int Count => _errors.Count;

    public void Add(WitxErrorKind kind, TextSpan span, params object[] arguments) =>
        _errors.Add(kind.CreateError(lines.Locate(path, span), arguments));

    public void Replace(WitxErrorKind kind, TextSpan span, params object[] arguments)
    {
        _errors.Clear();
        Add(kind, span, arguments);
    }

    /// <summary>True if one of the first <paramref name="count"/> errors, which are sorted, is inside a span.</summary>
    public bool HasErrorWithin(TextSpan span, int count)
    {
        int low = 0;
        for (int high = count; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = _errors[middle].Location.Start < span.Start ? (middle + 1, high) : (low, middle);
        }

        return low < count && _errors[low].Location.Start < span.End;
    }

    /// <summary>Sorts the errors into source order.</summary>
    public void Sort()
    {
        if (_errors.Count > 1)
        {
            WitxError[] sorted = [.. _errors.OrderBy(static error => error.Location.Start)];
            _errors.Clear();
            _errors.AddRange(sorted);
        }
    }

    public ImmutableArray<WitxError> ToImmutable()
    {
        Sort();
        return [.. _errors];
    }
}
