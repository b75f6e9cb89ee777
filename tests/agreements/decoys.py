"""Sentences of agreements that use the words of AI for something else; all invented."""

DECOYS = (
    "Artificial turf, artificial snow and artificial rain shall be laid only by employees of the "
    "property department, who shall be provided with protective gloves.",
    "The Employer shall reimburse the cost of artificial limbs, dentures and hearing devices "
    "damaged in the course of employment, up to ${money}.",
    "Replica weapons, whether of rubber or of metal, shall remain in the custody of the armorer "
    "and shall be checked before each rehearsal.",
    "A replica of the hero vehicle may be built by the construction department at the rates set "
    "out in Schedule {section}.",
    "Training of apprentices shall be carried out under the supervision of a journeyman, and not "
    "fewer than {hours} hours of training shall be completed in each six-month period.",
    "The Employer shall contribute {percent} percent to the Industry Training Fund for safety "
    "training and the training of newly hired employees.",
    "Digital effects supervisors, digital audio workstation operators and digital imaging "
    "technicians shall be engaged at Group I rates.",
    "Delivery may be made by digital download, and electronic signatures shall have the same "
    "force as signatures in ink.",
    "Reporters assigned to news intelligence, weather and traffic desks shall receive a "
    "differential of ${money} per shift.",
    "The Employer may rely upon intelligence furnished by the authorities when it decides whether "
    "a foreign location is safe.",
    "A model engaged to pose for still photographs shall be paid not less than ${money}; a runway "
    "model shall also be paid for fittings.",
    "Model makers and miniature builders shall be provided with machines in good repair, and the "
    "shop shall be ventilated.",
    "Vending machines shall be available within {hours} minutes' walk of the stage.",
    "Costumes made of synthetic fur or synthetic fibers shall be labelled as flammable.",
    "The payroll company shall issue computer-generated pay statements, showing the hours worked "
    "and the automated deductions.",
    "Scans of passports, visas and work permits shall be kept by the production office for "
    "{days} days.",
    "Bags may be scanned at the gate; employees shall be paid for the time spent waiting to be "
    "scanned.",
    "Initialed for the Union: A.I.; initialed for the Producers: R.B.M. Initials shall be placed "
    "at the foot of each page.",
    "The Producers' negotiating committee was composed of A. I. Marlowe, T. Ostrander and "
    "J. Quill, of whom any two may act.",
    "The generation of residual statements shall be completed within {days} days of the end of "
    "each quarter.",
    "Employees of the next generation committee shall be released from work with pay.",
    "Machine operators, machine tool setters and machinists shall receive the rate of the "
    "highest classification worked.",
    "The Performer shall not be required to imitate an accent, nor to wear a likeness mask, "
    "without extra compensation.",
    "A photo double or stunt double may be engaged if the Performer is ill; the double shall be "
    "paid for the full day.",
    "The Employer grants the Union the right to inspect its books for data about hours worked.",
    "Learning of lines during meal periods shall not be required.",
    "Voice tests and auditions shall be limited to {hours} minutes, and a voice coach shall be "
    "provided on request.",
    "The virtual private network shall be used by remote employees to reach the systems of the "
    "Employer.",
    "Interactive training modules on harassment must be completed on paid time, online or in "
    "person.",
    "A prompt book shall be kept by the stage manager, and prompt payment shall be made of all "
    "sums due.",
    "The network shall give notice of the renewal of a series by a date certain.",
    "Reproductions of paintings and clones of the set may be built with the consent of the "
    "production designer.",
    "Automated external defibrillators shall be available at every location, and employees "
    "shall be trained in their use.",
    "Algorithms of the payroll system that round time shall round in favor of the employee.",
    "Puppets, masks, prosthetic faces and automated figures shall be operated by puppeteers.",
    "A simulated fire or a simulated explosion shall be supervised by the special effects "
    "coordinator.",
    "Amounts shall be generated in the currency of the place of employment and converted at the "
    "rate of the day.",
    "The original scripts shall be stored in the archive, together with the data sheets and the "
    "model releases.",
    "Les stagiaires bénéficient d'une formation et d'un entraînement physique d'une durée de "
    "{hours} heures, encadrés par un maître d'armes.",
    "Le modèle de contrat figure à l'annexe {section}; la voix des délégués est consultative.",
    "Les feux d'artifice et la neige artificielle sont placés sous la responsabilité de "
    "l'artificier.",
    "Los aprendices recibirán {hours} horas de formación y entrenamiento con máquinas de coser.",
    "Der Maschinist erhält eine Zulage; die Ausbildung dauert {days} Tage.",
    "Kunstschnee und künstliche Blumen werden von der Requisite gestellt.",
    "The Union's intelligence officer shall be the sergeant-at-arms of the Local.",
    "The Guild's arbiters shall be selected automatically in the order of the list.",
    "Machine-readable time cards shall be used where practicable.",
    "Trained animals shall be accompanied by a trainer and a model sheet of commands.",
    "Recordings shall be made on systems which meet the technical standards of the network.",
    "The human resources department shall publish a model policy on leave.",
)
