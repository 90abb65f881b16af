namespace LiveView.Feeds.Patients;

/// <summary>What is measured of a patient.</summary>
internal enum Vital
{
    /// <summary>Beats of the heart a minute, by its electricity.</summary>
    Heart,

    /// <summary>Beats a minute that arrive at a finger, by a pulse oximeter.</summary>
    Pulse,

    /// <summary>Beats a minute that a camera saw: an estimate, see <see cref="Patients.Pulse.PulseReader"/>.</summary>
    Camera,

    /// <summary>Breaths a minute.</summary>
    Respiration,

    /// <summary>Saturation of the blood with oxygen, in percent.</summary>
    Oxygen,

    /// <summary>Upper pressure of the blood, in mmHg.</summary>
    Systolic,

    /// <summary>Lower pressure of the blood, in mmHg.</summary>
    Diastolic,

    /// <summary>Mean pressure of the blood, in mmHg.</summary>
    Mean,

    /// <summary>Temperature of the body, in degrees Celsius.</summary>
    Temperature,

    /// <summary>Alert, newly confused, responding to voice, to pain, or unresponsive: 0 to 4.</summary>
    Consciousness,

    /// <summary>Whether oxygen is given: 0 or 1.</summary>
    Supplemental,

    /// <summary>In kilograms.</summary>
    Weight,

    /// <summary>In centimetres.</summary>
    Height,
}
